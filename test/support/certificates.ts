import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** PEM of a certificate and of its private key (PKCS #8). */
export interface Certificate {
  cert: string;
  key: string;
}

export interface Authority {
  /** PEM of what others must trust. */
  cert: string;
  /** For a server of these host names and IPv4 addresses, and no other. */
  issue(...hosts: string[]): Certificate;
}

const DAY_MS = 86_400_000;

/**
 * An invented certificate authority, valid from yesterday to tomorrow. Written out in DER (X.690) as RFC 5280 §4.1 has
 * it, with Node's own keys: no `openssl` has to be there, and no key is kept in the repository.
 */
export function certificateAuthority(name: string): Authority {
  const own = newKeys();
  const issue = (subject: string, publicKey: KeyObject, extensions: Buffer[]): string => {
    const content = sequence(
      der(0xa0, integer(2)), // version 3
      integer(1, ...randomBytes(8)), // a serial number, positive and of one length
      ECDSA_WITH_SHA256,
      commonName(name),
      sequence(utcTime(Date.now() - DAY_MS), utcTime(Date.now() + DAY_MS)),
      commonName(subject),
      publicKey.export({ type: 'spki', format: 'der' }),
      der(0xa3, sequence(...extensions)),
    );
    const signature = sign('sha256', content, own.privateKey);
    return pem(sequence(content, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature)));
  };
  return {
    cert: issue(name, own.publicKey, [
      sequence(oid(0x55, 0x1d, 0x13), TRUE, der(0x04, sequence(TRUE))), // basicConstraints, critical: an authority
    ]),
    issue(...hosts) {
      const keys = newKeys();
      const names = hosts.map((host) =>
        isIPv4(host)
          ? der(0x87, Buffer.from(host.split('.').map(Number)))
          : der(0x82, Buffer.from(host, 'latin1')),
      );
      return {
        cert: issue(hosts[0]!, keys.publicKey, [
          sequence(oid(0x55, 0x1d, 0x11), der(0x04, sequence(...names))), // subjectAltName
        ]),
        key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

const ECDSA_WITH_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const TRUE = der(0x01, Buffer.from([0xff]));

function newKeys(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function oid(...bytes: number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

function integer(...bytes: number[]): Buffer {
  return der(0x02, Buffer.from(bytes));
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from(name)))));
}

/** YYMMDDHHMMSSZ; good until 2049. */
function utcTime(at: number): Buffer {
  const digits = new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').replaceAll(/.{64}(?!$)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
