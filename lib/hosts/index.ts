import { BlockList, isIP } from 'node:net';

/** Addresses that no public network routes: RFC 1918, RFC 4193, and link-local ones. */
const privateNetworks = new BlockList();
privateNetworks.addSubnet('10.0.0.0', 8, 'ipv4');
privateNetworks.addSubnet('172.16.0.0', 12, 'ipv4');
privateNetworks.addSubnet('192.168.0.0', 16, 'ipv4');
privateNetworks.addSubnet('169.254.0.0', 16, 'ipv4');
privateNetworks.addSubnet('fc00::', 7, 'ipv6');
privateNetworks.addSubnet('fe80::', 10, 'ipv6');

/** This machine, or a name without a dot, which only compose and Kubernetes know. */
export function isLocalHost(host: string): boolean {
  const name = withoutBrackets(host);
  if (isIP(name) !== 0) return name === '::1' || name.startsWith('127.');
  return /^[a-z0-9_-]+$/i.test(name) || /\.localhost$/i.test(name);
}

/** A local host, a private address, or a name under a domain that no public DNS serves. */
export function isPrivateHost(host: string): boolean {
  const name = withoutBrackets(host);
  const family = isIP(name);
  if (family === 0) return isLocalHost(name) || /\.(internal|local)$/i.test(name);
  return isLocalHost(name) || privateNetworks.check(name, family === 6 ? 'ipv6' : 'ipv4');
}

/** URLs write IPv6 addresses in brackets. */
function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
