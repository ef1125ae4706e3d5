declare module 'autocannon' {
  interface Result {
    requests: { total: number };
    latency: { p50: number; p99: number };
    duration: number;
    errors: number;
    non2xx: number;
  }
  export default function autocannon(options: {
    url: string;
    connections: number;
    duration: number;
    requests: Array<{ path: string; headers: Record<string, string> }>;
  }): Promise<Result>;
}
