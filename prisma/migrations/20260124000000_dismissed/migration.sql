-- A lead turns somebody away who was never admitted: their account goes, with what hangs on it, and their name is free again.
GRANT DELETE ON officer TO abri_officer;
