import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Processes whose command line has a text in it, but for this one. From /proc where there is one: a bare machine has no `ps`. */
export function processesNaming(text: string): number[] {
  return processes()
    .filter(({ pid, commandLine }) => pid !== process.pid && commandLine.includes(text))
    .map(({ pid }) => pid);
}

function processes(): Array<{ pid: number; commandLine: string }> {
  if (process.platform === 'linux') {
    const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
    return pids.map((pid) => ({ pid, commandLine: commandLineOf(pid) }));
  }
  const list = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return list.split('\n').map((line) => ({ pid: Number.parseInt(line, 10), commandLine: line }));
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // It ended meanwhile.
  }
}
