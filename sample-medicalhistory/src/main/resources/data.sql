MERGE INTO patient USING (VALUES (123), (124), (125), (126), (127), (128)) AS known (id)
ON patient.id = known.id
WHEN NOT MATCHED THEN INSERT (id) VALUES (known.id);

MERGE INTO vaccination USING (VALUES
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
ON vaccination.patient = known.patient AND vaccination.patient_key = known.patient_key
WHEN NOT MATCHED THEN INSERT (patient, patient_key, name) VALUES (known.patient, known.patient_key, known.name);
