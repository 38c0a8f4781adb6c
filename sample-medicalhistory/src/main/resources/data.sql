INSERT INTO patient (id)
SELECT known.id
FROM (VALUES (123), (124), (125), (126), (127), (128)) AS known (id)
WHERE NOT EXISTS (SELECT 1 FROM patient WHERE patient.id = known.id);

INSERT INTO vaccination (patient, patient_key, name)
SELECT known.patient, known.patient_key, known.name
FROM (VALUES
    (123, 0, 'Bordetella'),
    (123, 1, 'Leptospirosis'),
    (123, 2, 'Rabies'),
    (123, 3, 'Lyme Disease'),
    (124, 0, 'Rabies'),
    (124, 1, 'Feline Leukemia'),
    (125, 0, 'Distemper'),
    (126, 0, 'Rabies'),
    (126, 1, 'Panleukopenia'),
    (127, 0, 'Myxomatosis')
) AS known (patient, patient_key, name)
WHERE NOT EXISTS (
    SELECT 1 FROM vaccination
    WHERE vaccination.patient = known.patient AND vaccination.patient_key = known.patient_key);
