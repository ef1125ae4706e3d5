import { describe, expect, it } from '@jest/globals';
import { showProgress } from '../../src/cli/progress.ts';

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, columns: 200, write: (text: string) => written.push(text) };
}

describe('showProgress', () => {
  it('redraws a bar on a terminal', () => {
    let now = 0;
    const screen = terminal(true);
    const progress = showProgress(screen, 'feed', 200, 'records', () => now);
    now = 1000;
    progress.update(100);
    now = 1001;
    progress.update(101); // too soon to redraw
    now = 2000;
    progress.update(200, 'done');
    progress.end('all');
    expect(screen.written).toEqual([
      '\r\u001b[Kfeed [############------------]  50% 100 records, 100/s',
      '\r\u001b[Kfeed [########################] 100% 200 records, 100/s, done',
      '\r\u001b[Kfeed [########################] 100% 200 records, 100/s, all',
      '\n',
    ]);
  });

  it('writes plain lines elsewhere, seconds apart', () => {
    let now = 0;
    const screen = terminal(false);
    const progress = showProgress(screen, 'feed', null, 'lines', () => now);
    for (now = 1000; now <= 12_000; now += 1000) progress.update(now * 2);
    now = 12_000;
    progress.end();
    expect(screen.written).toEqual([
      'feed 2,000 lines, 2,000/s\n',
      'feed 12,000 lines, 2,000/s\n',
      'feed 22,000 lines, 2,000/s\n',
      'feed 24,000 lines, 2,000/s\n',
    ]);
  });
});
