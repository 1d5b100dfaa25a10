import { defineConfig } from 'uptempo';

export const config = defineConfig({
  databases: { default: process.env.DATABASE_URL ?? 'sqlite:cinema.sqlite' },
  models: () => import('./models.ts'),
  routes: () => import('./routes.ts'),
  commands: 'commands',
  templates: { directories: ['templates'] },
  static: { directory: 'static' },
  allowedHosts: ['localhost', '127.0.0.1', '[::1]'],
});
