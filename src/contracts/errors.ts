/**
 * A fault, as against an expected outcome (those are values). `code` is stable; `retriable` decides, in one place,
 * between trying again and giving up; `details` holds no personal data.
 */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: string;
  readonly retriable: boolean;
  readonly details: Record<string, unknown>;

  constructor(
    code: string,
    message: string,
    options: { retriable?: boolean; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retriable = options.retriable ?? false;
    this.details = options.details ?? {};
  }
}

/** The log, the database or a part of the service cannot answer now; the same call may work later. */
export class UnavailableError extends AppError {
  override readonly name = 'UnavailableError';
  /** Whether those who call over HTTP may read the message: it names no machine of ours. */
  readonly forCallers: boolean;
  constructor(
    message: string,
    options: { details?: Record<string, unknown>; cause?: unknown; forCallers?: boolean } = {},
  ) {
    super('unavailable', message, { ...options, retriable: true });
    this.forCallers = options.forCallers ?? false;
  }
}
