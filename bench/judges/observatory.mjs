// The scoring of MDN's HTTP Observatory for pages of one site; observatory.py starts it and reads
// what it writes: for each path a line of JSON, the grade, the score, and what every test found.
//
// The package's own program asks ports 80 and 443 alone; its parts take others.

import { retrieve } from '@mdn/mdn-http-observatory/src/retriever/retriever.js';
import { ALL_TESTS } from '@mdn/mdn-http-observatory/src/constants.js';
import { getGradeForScore, getScoreModifier } from '@mdn/mdn-http-observatory/src/grader/grader.js';
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from '@mdn/mdn-http-observatory/src/grader/charts.js';

const [httpPort, httpsPort, ...paths] = process.argv.slice(2);
for (const path of paths) {
  const requests = await retrieve('localhost', { httpPort, httpsPort, path });
  // Of a site that is down it makes a grade as well.
  const { http, https } = requests.responses;
  if (http?.status !== 200 || https?.status !== 200) throw new Error(`${path} was not answered.`);
  const tests = ALL_TESTS.map((test) => test(requests)).map(({ constructor, result }) => (
    { name: constructor.name, result, points: result ? getScoreModifier(result) : 0 }
  ));
  const sum = (points) => points.reduce((total, one) => total + one, 100);
  const lost = sum(tests.map(({ points }) => Math.min(points, 0)));
  const score = lost >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? sum(tests.map(({ points }) => points)) : lost;
  console.log(JSON.stringify({ path, ...getGradeForScore(score), tests }));
}
