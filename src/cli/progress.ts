interface Terminal {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Progress for people: a bar that redraws on a terminal, else a plain line now and then. */
export interface Progress {
  update(done: number, note?: string): void;
  /** A line of its own. */
  say(text: string): void;
  /** Leave the last state standing. */
  end(note?: string): void;
}

const REDRAW_MS = 100;
const PLAIN_LINE_MS = 5_000;

/**
 * @param total what `done` counts towards; null where unknown.
 * @param now milliseconds, for the rate and the redraws.
 */
export function showProgress(
  terminal: Terminal,
  label: string,
  total: number | null,
  unit: string,
  now: () => number = () => performance.now(),
): Progress {
  const started = now();
  let drawn = -Infinity;
  let last = 0;
  const interval = terminal.isTTY ? REDRAW_MS : PLAIN_LINE_MS;
  const text = (done: number, note: string): string => {
    const seconds = Math.max(0.001, (now() - started) / 1000);
    const rate = Math.round(done / seconds);
    const share = total === null || total === 0 ? null : Math.min(1, done / total);
    const bar =
      share === null || !terminal.isTTY ? '' : ` [${'#'.repeat(Math.round(share * 24)).padEnd(24, '-')}]`;
    const percent = share === null ? '' : ` ${String(Math.floor(share * 100)).padStart(3)}%`;
    return `${label}${bar}${percent} ${grouped(done)} ${unit}, ${grouped(rate)}/s${note && `, ${note}`}`;
  };
  const draw = (done: number, note: string): void => {
    drawn = now();
    if (terminal.isTTY)
      terminal.write(`\r\u001b[K${text(done, note).slice(0, (terminal.columns ?? 100) - 1)}`);
    else terminal.write(`${text(done, note)}\n`);
  };
  return {
    update(done, note = '') {
      last = done;
      if (now() - drawn >= interval) draw(done, note);
    },
    say(text) {
      terminal.write(`${terminal.isTTY ? '\r\u001b[K' : ''}${text}\n`);
    },
    end(note = '') {
      draw(last, note);
      if (terminal.isTTY) terminal.write('\n');
    },
  };
}

function grouped(value: number): string {
  return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
