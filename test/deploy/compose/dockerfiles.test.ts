import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jobNames, root } from '../repository.ts';
import { readRepositoryFile } from './compose-files.ts';

const base = readRepositoryFile('Dockerfile.base');
const { workspaces } = JSON.parse(readRepositoryFile('package.json')) as { workspaces: string[] };
const folders = workspaces
  .flatMap((pattern) => globSync(`${pattern}/package.json`, { cwd: root }))
  .map((path) => dirname(path));

describe('Dockerfile.base', () => {
  it.each(folders)('copies the package.json of %s before it installs', (folder) => {
    const beforeInstall = base.slice(0, base.indexOf('RUN npm ci'));

    expect(beforeInstall).toContain(`COPY ${folder}/package.json ${folder}/\n`);
  });
});

describe.each(jobNames())('the Dockerfile of %s', (job) => {
  it('adds to the base what the stage "job" of Dockerfile.base adds', () => {
    const own = readRepositoryFile(`jobs/${job}/Dockerfile`);

    expect(own).toContain(`ARG JOB=${job}\n`);
    expect(stepsOf(own)).toEqual(stepsOf(stage('job')));
  });
});

describe.each(['simulators', 'status'])('the Dockerfile of %s', (server) => {
  it('adds to the base what its stage of Dockerfile.base adds', () => {
    expect(stepsOf(readRepositoryFile(`${server}/Dockerfile`))).toEqual(stepsOf(stage(server)));
  });
});

function stage(name: string): string {
  const [, text = ''] = base.split(new RegExp(`^FROM \\S+ AS ${name}$`, 'm'));
  return text.split(/^FROM /m)[0] ?? '';
}

function stepsOf(dockerfile: string): string[] {
  return dockerfile.split('\n').filter((line) => /^(COPY|RUN|ENTRYPOINT|CMD) /.test(line));
}
