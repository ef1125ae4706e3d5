/** A line for whoever waits, at once: jest keeps what tests log until they end. */
export function say(text: string): void {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`);
}

/** A whole number of the environment, such as ROLLCALL_TEST_ROUNDS. */
export function wish(name: string, otherwise: number): number {
  return Number(process.env[name] ?? otherwise);
}
