import { isLocalHost, isPrivateHost } from '@movement-etl/lib/hosts';
import { describe, expect, it } from 'vitest';

describe('a host', () => {
  it.each(['localhost', '127.0.0.1', '127.8.8.8', '::1', '[::1]', 'postgres', 'etl.localhost'])(
    '%s is local and private',
    (host) => {
      expect([isLocalHost(host), isPrivateHost(host)]).toEqual([true, true]);
    },
  );

  it.each([
    ...['10.0.0.5', '172.17.0.1', '172.31.255.255', '192.168.1.1', '169.254.1.1', 'fd00::1', '[fe80::1]'],
    ...['host.docker.internal', 'ip-10-0-0-1.ec2.internal', 'postgres.etl.svc.cluster.local'],
  ])('%s is private and not local', (host) => {
    expect([isLocalHost(host), isPrivateHost(host)]).toEqual([false, true]);
  });

  it.each([
    ...['db.example.org', '127.0.0.1.example.org', '10.0.0.1.example.org', 'internal.example.org'],
    ...['172.32.0.1', '11.0.0.1', '192.169.0.1', '[2001:db8::1]', ''],
  ])('%s is neither', (host) => {
    expect([isLocalHost(host), isPrivateHost(host)]).toEqual([false, false]);
  });
});
