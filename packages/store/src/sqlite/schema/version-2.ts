// Retention looks for the oldest answers of one project: without an index of its own it would read the answers of the projects that keep theirs longer.
// Labelled answers are few among many.
export const VERSION_2 = `
CREATE INDEX answers_project ON answers (project, received_at);
CREATE INDEX answers_labelled ON answers (started_at) WHERE label IS NOT NULL;
`
