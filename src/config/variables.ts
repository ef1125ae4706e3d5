import { authVariables } from './auth.ts';
import { dataDirVariables } from './data-dir.ts';
import { databaseVariables } from './database.ts';
import { httpVariables } from './http.ts';
import { limitVariables } from './limits.ts';
import { intakeVariables } from './intake.ts';
import { logVariables } from './log.ts';
import { logLevelVariables } from './log-level.ts';
import { reconcilerVariables } from './reconciler.ts';
import type { Variable } from './variable.ts';

/** The only list of variables: parse, `config print`, the docs' table and the "did you mean" all read it. */
export const variables = {
  ...httpVariables,
  ...dataDirVariables,
  ...databaseVariables,
  ...logVariables,
  ...authVariables,
  ...intakeVariables,
  ...reconcilerVariables,
  ...logLevelVariables,
  ...limitVariables,
};

export type Name = keyof typeof variables;
export const names = Object.keys(variables) as Name[];
export const variable = (name: Name): Variable => variables[name];
