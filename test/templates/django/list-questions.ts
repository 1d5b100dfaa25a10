import { encode, keyOf } from './question.ts';
import { questions } from './questions/index.ts';

/** Prints the questions as answer.py reads them. */
const listed = questions.map((question) => ({
  key: keyOf(question),
  area: question.area,
  template: question.template,
  context: encode(question.context),
  templates: question.templates,
  name: question.name,
}));
process.stdout.write(JSON.stringify(listed));
