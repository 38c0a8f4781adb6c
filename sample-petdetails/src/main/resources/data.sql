MERGE INTO pet USING (VALUES
    (123, 'Maximus', 5, 'Nate', 'Dog', 'German Shepherd Dog'),
    (124, 'Mittens', 3, 'Aylin', 'Cat', 'Maine Coon'),
    (125, 'Biscuit', 1, 'Jonas', 'Dog', 'Beagle'),
    (126, 'Clementine', 12, 'Rosa', 'Cat', 'British Shorthair'),
    (127, 'Pippin', 2, 'Emeka', 'Rabbit', 'Holland Lop'),
    (128, 'Kiwi', 7, 'Mei', 'Parrot', 'Green-cheeked Conure')
) AS known (id, name, age, owner, species, breed)
ON pet.id = known.id
WHEN NOT MATCHED THEN INSERT (id, name, age, owner, species, breed)
    VALUES (known.id, known.name, known.age, known.owner, known.species, known.breed);
