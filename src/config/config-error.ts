import { AppError } from '../contracts/errors.ts';

/** What was wrong, all of it. Exit code 78 (EX_CONFIG). Holds no secret. */
export class ConfigError extends AppError {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      'config',
      [
        `Configuration: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`,
        ...problems.map((p) => `  ${p}`),
        'rollcall config print lists every variable.',
      ].join('\n'),
    );
    this.problems = problems;
  }
}
