import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The page of movies.ts in Django; OBSERVER is `toolbar` or `nobody`. */
const program = fileURLToPath(new URL('../peers/observe/django_movies.py', import.meta.url));
const templates = fileURLToPath(new URL('./templates', import.meta.url));
const django = spawn('python3', [program, process.env.OBSERVER ?? 'nobody', templates], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
process.once('disconnect', () => {
  django.stdin.end();
  process.exit();
});
const [line] = await once(createInterface({ input: django.stdout }), 'line');
process.send?.(JSON.parse(line));
