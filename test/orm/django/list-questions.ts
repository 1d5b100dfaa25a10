import { questions } from './questions/index.ts';

/** Prints the questions in Django's form, for answer.py. */
const listed = questions.map(({ name, django }) => ({ name, django }));
process.stdout.write(JSON.stringify(listed));
