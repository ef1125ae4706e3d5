/**
 * The order of the suites: those that take minutes first, so that none of them runs alone at the end. Jest goes by what it measured
 * before, and on a new machine by the size of the files, which puts the longest last.
 */
export default class LongestFirst {
  /** Of the minutes-long ones the longest first. */
  static #long = ['truth', 'kill', 'kill-kafka', 'start', 'national', 'kill-sweeper'].map(
    (name) => `/test/e2e/${name}.e2e.test.ts`,
  );

  sort(tests) {
    const rank = ({ path }) => {
      const place = LongestFirst.#long.findIndex((name) => path.endsWith(name));
      return place === -1 ? LongestFirst.#long.length : place;
    };
    return [...tests].sort((a, b) => rank(a) - rank(b));
  }

  cacheResults() {}
}
