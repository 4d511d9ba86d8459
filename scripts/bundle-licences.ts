import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

const RULE = `\n\n${'='.repeat(80)}\n\n`;

/** The licence texts of all packages that are in a bundle, one after the other. */
export async function licencesOf({ inputs }: Metafile, root: string): Promise<string> {
  const packages = new Set(Object.keys(inputs).flatMap((input) => packageOf(input) ?? []));
  const texts = await Promise.all([...packages].sort().map((folder) => licenceText(join(root, folder))));
  return texts.join(RULE);
}

/** `node_modules/@scope/name` of a file in it; undefined for our own files. */
function packageOf(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

async function licenceText(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join('\n\n');
}
