import { z } from 'zod';

/** One variable of the environment: how it is checked, and how it is told. */
export interface Variable {
  schema: z.ZodType;
  says: string;
  expects: string;
  example: string;
  /** What is wrong with a text, where `expects` says too little. */
  why?: (text: string) => string;
  /** Never printed. */
  secret?: true;
  /** May be given as `<NAME>_FILE`, the path of a file that holds it. */
  file?: true;
  /** As given where unset; absent: no value. */
  preset?: string;
}

export type Variables = Readonly<Record<string, Variable>>;

/** What the variables were read as; absent: not set, or not as expected. */
export type Read<V extends Variables> = { [N in keyof V]?: z.output<V[N]['schema']> };

/** The same when nothing is wrong: what has a preset is there. */
export type Values<V extends Variables> = {
  [N in keyof V]: V[N] extends { preset: string }
    ? z.output<V[N]['schema']>
    : z.output<V[N]['schema']> | undefined;
};

/** What was read, and where to say what does not go together. */
export interface Reading<V extends Variables> {
  values: Read<V>;
  /** Given, rightly or not. */
  has: (name: keyof V & string) => boolean;
  /** Not given or as expected. */
  isSound: (name: keyof V & string) => boolean;
  need: (name: keyof V & string, why: string) => void;
  clash: (name: keyof V & string, why: string) => void;
  problem: (text: string) => void;
}

export const wholeNumber = (from: number, to: number): z.ZodType<number> =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(from).max(to));
export const yesNo = z.enum(['true', 'false']).transform((v) => v === 'true');
export const url = (...schemes: string[]): z.ZodType<string> =>
  z.string().refine((v) => URL.canParse(v) && schemes.includes(new URL(v).protocol), { abort: true });
export const pem = z.string().regex(/-----BEGIN CERTIFICATE-----/);

/** A text as it may be shown. A password may stand before a URL's host, also of a variable that should have none; a URL may lack its slashes. */
export function withoutUser(text: string): string {
  return text.replace(/:.*@/s, '://********@');
}
