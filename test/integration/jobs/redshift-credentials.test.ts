import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHttpServer, type TestHttpServer } from '../../support/http-server.ts';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';

/** Every way in which a team gives a job its right to S3. What it finds is lent to COPY, which refuses any other key. */
describe('the credentials for S3', () => {
  let stack: JobStack;
  let directory: string;
  let aws: TestHttpServer;
  let key: { readonly id: string; readonly secret: string };
  beforeAll(async () => {
    stack = await createJobStack({ attendances: 5, migrated: true, dialect: 'redshift' });
    const { AWS_ACCESS_KEY_ID: id = '', AWS_SECRET_ACCESS_KEY: secret = '' } = stack.env;
    key = { id, secret };
    directory = await mkdtemp(join(tmpdir(), 'movement-etl-aws-'));
    await writeFile(
      join(directory, 'credentials'),
      `[team]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
    );
    await writeFile(join(directory, 'config'), '[profile team]\nregion = us-east-1\n');
    await writeFile(join(directory, 'token'), 'a token of Kubernetes');
    aws = await startHttpServer(({ path }) =>
      path === '/task' ? { json: taskCredentials() } : { text: webIdentityCredentials() },
    );
  });
  afterAll(async () => {
    await aws.close();
    await rm(directory, { recursive: true });
    await stack[Symbol.asyncDispose]();
  });

  const EXPIRATION = '2099-01-01T00:00:00Z';
  const taskCredentials = () => ({
    AccessKeyId: key.id,
    SecretAccessKey: key.secret,
    Token: 'a-token',
    Expiration: EXPIRATION,
  });
  /** As STS answers AssumeRoleWithWebIdentity. */
  const webIdentityCredentials = () =>
    `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>
      <Credentials><AccessKeyId>${key.id}</AccessKeyId><SecretAccessKey>${key.secret}</SecretAccessKey>
      <SessionToken>a-token</SessionToken><Expiration>${EXPIRATION}</Expiration></Credentials>
    </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;

  const profile = () => ({
    AWS_PROFILE: 'team',
    AWS_REGION: undefined,
    AWS_CONFIG_FILE: join(directory, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'credentials'),
  });
  const ways: readonly (readonly [string, () => Record<string, string | undefined>])[] = [
    ['a key', () => ({ AWS_ACCESS_KEY_ID: key.id, AWS_SECRET_ACCESS_KEY: key.secret })],
    [
      'a key with a session token',
      () => ({
        AWS_ACCESS_KEY_ID: key.id,
        AWS_SECRET_ACCESS_KEY: key.secret,
        AWS_SESSION_TOKEN: 'a-token',
      }),
    ],
    ['a profile, with its region', profile],
    [
      'web identity, as on EKS',
      () => ({
        AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/etl',
        AWS_WEB_IDENTITY_TOKEN_FILE: join(directory, 'token'),
        AWS_ENDPOINT_URL_STS: aws.url,
      }),
    ],
    ['the role of a task, as on ECS', () => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.url}/task` })],
  ];

  it.each(ways)('are taken from %s', async (_way, credentials) => {
    const { exitCode, output } = await stack.run(
      'mobilize-to-warehouse',
      ['--full-refresh', '--entities', 'organizations'],
      { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, ...credentials() },
    );

    expect(output).not.toContain(key.secret);
    expect(exitCode, output).toBe(0);
  });

  it('that are nowhere to be found end the run with 2 and the names of the settings', async () => {
    const { exitCode, summary } = await stack.run('mobilize-to-warehouse', ['--full-refresh'], {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_EC2_METADATA_DISABLED: 'true',
    });

    expect(exitCode).toBe(2);
    expect(summary?.error?.message).toMatch(/no AWS credentials were found: set AWS_ACCESS_KEY_ID/);
  });
});
