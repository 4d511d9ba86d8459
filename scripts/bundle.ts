import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { licencesOf } from './bundle-licences.ts';
import { ownSourceMapsOnly } from './bundle-source-maps.ts';
import { jobNames } from './job-names.ts';

/**
 * Bundles every job, the simulators and the status page, with source maps: `dist/jobs/<name>/main.mjs`,
 * `dist/simulators/main.mjs`, `dist/status/main.mjs`; an argument is the folder to use instead of `dist`. The places are
 * those of the sources, so that paths relative to a `main.ts` hold in an image too. Beside each bundle stands the licence of
 * every package in it.
 */
const root = join(import.meta.dirname, '..');
const dist = process.argv[2] ?? join(root, 'dist');

await rm(dist, { recursive: true, force: true });
await Promise.all([...jobNames().map((job) => join('jobs', job)), 'simulators', 'status'].map(bundle));
await cp(join(root, 'sql'), join(dist, 'sql'), { recursive: true });
// A page looks for its files beside the module that serves them, and that is the bundle now.
await cp(join(root, 'simulators/page/public'), join(dist, 'simulators/public'), { recursive: true });
await cp(join(root, 'status/public'), join(dist, 'status/public'), { recursive: true });

async function bundle(folder: string): Promise<void> {
  const outdir = join(dist, folder);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: join(root, folder, 'main.ts') },
    outdir,
    // Not .js: without a package.json beside it, Node would parse the bundle as CommonJS first.
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What is imported only when it is needed (S3, the pretty log) is a file of its own, which a usual start does not read.
    // Split off, a CommonJS package has a default export and no named ones; so where a package has both, take its modules.
    splitting: true,
    mainFields: ['module', 'main'],
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    external: ['pg-native'],
    plugins: [ownSourceMapsOnly],
    // CommonJS packages inside an ES module bundle still call `require` for Node's own modules.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    metafile: true,
    logLevel: 'warning',
  });
  await writeFile(join(outdir, 'THIRD-PARTY-LICENSES.txt'), await licencesOf(metafile, root));
}
