import { describe, expect, it } from '@jest/globals';
import { AppError, UnavailableError } from '../../src/contracts/errors.ts';
import { isOfContent, isTransient, tookTooLong } from '../../src/store/failures.ts';
import { RollbackFailed } from '../../src/store/pool.ts';

const withCode = (code: string, message = 'failed') => Object.assign(new Error(message), { code });

describe('isTransient', () => {
  it.each([
    ['a connection that failed', '08006'],
    ['a serialization failure', '40001'],
    ['a deadlock', '40P01'],
    ['too many connections', '53300'],
    ['a full disk', '53100'],
    ['a lock that is not free', '55P03'],
    ['a statement cut off for its time', '57014'],
    ['a transaction cut off for its idling', '25P03'],
    ['a server that is read-only since another took over', '25006'],
    ['a shutdown by an administrator', '57P01'],
    ['a crash of another server process', '57P02'],
    ['a database that is starting', '57P03'],
    ['an input or output error', '58030'],
    ['a connection refused', 'ECONNREFUSED'],
    ['a connection reset', 'ECONNRESET'],
    ['a name that cannot be found now', 'EAI_AGAIN'],
  ])('%s (%s): try again', (_title, code) => {
    expect(isTransient(withCode(code))).toBe(true);
  });

  it.each([
    ['a duplicate key', '23505'],
    ['a text that is no uuid', '22P02'],
    ['a text with a character that is not allowed', '22021'],
    ['a number out of range', '22003'],
    ['an unknown table', '42P01'],
    ['a syntax error', '42601'],
    ['a fault of ours that Node names', 'ERR_INVALID_ARG_TYPE'],
    ['a file that is not there', 'ENOENT'],
  ])('%s (%s): the same again would fail again', (_title, code) => {
    expect(isTransient(withCode(code))).toBe(false);
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ])('pg’s own “%s”: try again', (message) => {
    expect(isTransient(new Error(message))).toBe(true);
  });

  it('asks an error of the project itself', () => {
    expect(isTransient(new UnavailableError('not now'))).toBe(true);
    expect(isTransient(new AppError('broken', 'never'))).toBe(false);
  });

  it.each([[new TypeError('x is not a function')], [null], [undefined], ['connection'], [{}]])(
    '%p: give up',
    (error) => {
      expect(isTransient(error)).toBe(false);
    },
  );
});

describe('isOfContent', () => {
  it.each([
    ['a duplicate key', '23505'],
    ['a text with a character that is not allowed', '22021'],
    ['a row too wide for an index', '54000'],
    ['a fault of ours that Node names', 'ERR_INVALID_ARG_TYPE'],
  ])('%s (%s): the record’s', (_title, code) => {
    expect(isOfContent(withCode(code))).toBe(true);
  });

  it.each([
    ['a damaged page', 'XX001'],
    ['a right that is not given', '42501'],
    ['a table that is not there', '42P01'],
    ['a column of another version', '42703'],
    ['a deadlock', '40P01'],
    ['a connection reset', 'ECONNRESET'],
  ])('%s (%s): the database’s', (_title, code) => {
    expect(isOfContent(withCode(code))).toBe(false);
  });

  it('is one of our own code where it has no name', () => {
    expect(isOfContent(new TypeError('x is not a function'))).toBe(true);
    expect(isOfContent(new AppError('database-newer', 'use that version'))).toBe(false);
  });

  it('is not the record’s where the connection could not roll back, whatever came before', () => {
    expect(isOfContent(new RollbackFailed('not rolled back', { cause: withCode('23505') }))).toBe(false);
  });
});

it.each(['57014', '25P04'])('%s may be because so much came together', (code) => {
  expect(tookTooLong(withCode(code))).toBe(true);
  expect(tookTooLong(null)).toBe(false);
});
