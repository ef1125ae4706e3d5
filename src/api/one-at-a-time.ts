/** Whoever asks while an answer is being found is given that one: however many ask, what it costs is spent once at a time. */
export function oneAtATime<T>(find: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | null = null;
  return () =>
    (underWay ??= find().finally(() => {
      underWay = null;
    }));
}
