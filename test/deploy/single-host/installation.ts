import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploy } from '../repository.ts';
import { findTool } from '../tool.ts';

export const systemd = findTool({
  command: 'systemd-analyze',
  args: ['--version'],
  expected: /^systemd (2[5-9]\d|[3-9]\d\d)/,
  what: 'systemd 250 or newer',
  requiredBy: 'REQUIRE_SYSTEMD',
});

/** The single host's files, installed below a temporary directory. */
export class Installation {
  readonly directory = mkdtempSync(join(tmpdir(), 'movement-etl-host-'));
  /** What `install` said on stderr; empty when it worked. */
  readonly problem: string;

  /** Installs, after putting `deployment` (lines of deployment.env) where they replace those of the repository. */
  constructor({ args = [], deployment = '' }: { args?: readonly string[]; deployment?: string } = {}) {
    cpSync(join(deploy, 'single-host'), join(this.directory, 'source/single-host'), { recursive: true });
    cpSync(join(deploy, 'deployment'), join(this.directory, 'source/deployment'), { recursive: true });
    if (deployment !== '')
      writeFileSync(join(this.directory, 'source/deployment/deployment.env'), deployment);
    const { stderr } = spawnSync(join(this.directory, 'source/single-host/install'), args, {
      encoding: 'utf8',
      env: { ...process.env, DESTDIR: this.directory },
    });
    this.problem = stderr;
  }

  read(path: string): string {
    return readFileSync(join(this.directory, path), 'utf8');
  }

  write(path: string, content: string): void {
    mkdirSync(join(this.directory, path, '..'), { recursive: true });
    writeFileSync(join(this.directory, path), content);
  }

  /** What systemd starts at, per timer. */
  onCalendar(timer: string): string | undefined {
    const dropIn = this.read(`etc/systemd/system/movement-etl@${timer}.timer.d/schedule.conf`);
    return /^OnCalendar=(.*)$/m.exec(dropIn)?.[1];
  }

  /** Runs `run-job` with a stand-in for docker, whose exit codes per job are given; 0 where none is. */
  runJob(args: readonly string[], exitCodes: Readonly<Record<string, number>> = {}) {
    const docker = join(this.directory, 'bin/docker');
    const cases = Object.entries(exitCodes).map(([job, code]) => `  */${job}:*) exit ${code} ;;`);
    const log = join(this.directory, 'docker.log');
    this.write('docker.log', '');
    this.write(
      'bin/docker',
      ['#!/bin/sh', `echo "$*" >> '${log}'`, 'case "$*" in', ...cases, '  *) exit 0 ;;', 'esac', ''].join(
        '\n',
      ),
    );
    chmodSync(docker, 0o755);
    const { status, stderr } = spawnSync(join(this.directory, 'usr/local/lib/movement-etl/run-job'), args, {
      encoding: 'utf8',
      env: {
        PATH: `${join(this.directory, 'bin')}:${process.env.PATH}`,
        MOVEMENT_ETL_CONFIG: join(this.directory, 'etc/movement-etl'),
      },
    });
    return { exitCode: status, stderr, calls: this.read('docker.log').split('\n').filter(Boolean) };
  }

  /** What systemd has to say against a unit; the units of the system itself are empty stand-ins. */
  verify(unit: string): string {
    const targets = [
      'basic',
      'network-online',
      'shutdown',
      'sysinit',
      'time-set',
      'time-sync',
      'timers',
      'multi-user',
    ];
    for (const target of targets) this.write(`usr/lib/systemd/system/${target}.target`, '[Unit]\n');
    this.write('usr/bin/docker', '#!/bin/sh\n');
    chmodSync(join(this.directory, 'usr/bin/docker'), 0o755);
    this.write(
      'usr/lib/systemd/system/docker.service',
      '[Service]\nExecStart=/usr/local/lib/movement-etl/run-job\n',
    );
    const { status, stderr } = spawnSync(
      'systemd-analyze',
      ['verify', '--man=no', `--root=${this.directory}`, unit],
      { encoding: 'utf8' },
    );
    return status === 0 ? stderr : `exit code ${status}: ${stderr}`;
  }
}

/** When systemd would start next after an instant, in UTC. */
export function nextElapse(onCalendar: string, after: string): string | undefined {
  const output = execFileSync('systemd-analyze', ['calendar', `--base-time=${after}`, onCalendar], {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
  });
  return /Next elapse: \w+ (.*)$/m.exec(output)?.[1];
}
