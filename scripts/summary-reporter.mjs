// After a run: what was skipped and why it says so, then one plain line for whoever only reads the end.
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.testResults.filter((suite) => suite.skipped || suite.numPendingTests > 0);
    if (skipped.length > 0) {
      console.log('\nSkipped:');
      for (const suite of skipped) {
        const titles = new Set(
          suite.testResults.filter((t) => t.status === 'pending').map((t) => t.ancestorTitles.join(' › ')),
        );
        const path = suite.testFilePath.replace(`${process.cwd()}/`, '');
        console.log(
          `  ${path}: ${suite.numPendingTests} tests${[...titles].map((t) => `\n    ${t}`).join('')}`,
        );
      }
    } else if (results.numTotalTests > 0) console.log('\nSkipped: nothing');
    const broken = results.testResults.filter((suite) => suite.testExecError !== undefined).length;
    console.log(`${results.numPassedTests} passed, ${results.numFailedTests + broken} failed`);
  }
}
