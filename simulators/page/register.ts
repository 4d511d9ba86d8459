import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { SimulatorContext } from '../context.ts';

const publicFiles = new URL('./public/', import.meta.url);

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** The page shows data that strangers may have typed: only its own files run, and nobody can frame it. */
const securityHeaders = {
  'content-security-policy':
    "default-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** Adds the page at `/` and its files at `/page/*`; they are plain files, read once at the start. */
export function registerPage(app: FastifyInstance, _context: SimulatorContext): void {
  const addFile = (path: string, name: string) => {
    const text = readFileSync(new URL(name, publicFiles), 'utf8');
    const type = contentTypes[extname(name)] ?? 'application/octet-stream';
    app.get(path, (_request, reply) => reply.headers(securityHeaders).type(type).send(text));
  };
  addFile('/', 'index.html');
  for (const name of readdirSync(publicFiles)) {
    if (name !== 'index.html') addFile(`/page/${name}`, name);
  }
}
