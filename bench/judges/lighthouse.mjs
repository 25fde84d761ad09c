// Lighthouse over many pages with one Chromium; lighthouse.py starts it and reads what it writes.
//
// Takes on its standard input {"chromium": path, "flags": […], "visits": [{"key", "url", "form",
// "categories"}]}, form being "phone" or "desktop", and writes for each visit a line of JSON: its
// key, the scores of 0 to 100, the audits that took points away, and the figures of the laboratory.

import { text } from 'node:stream/consumers';
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

const FIGURES = {
  fcp: 'first-contentful-paint',
  lcp: 'largest-contentful-paint',
  tbt: 'total-blocking-time',
  cls: 'cumulative-layout-shift',
  si: 'speed-index',
  bytes: 'total-byte-weight',
};

// On a busy machine Chromium sometimes records nothing; such a visit is no verdict and is made anew.
const ATTEMPTS = 3;

function told(key, { categories, audits }) {
  const scores = {};
  const lost = [];
  for (const [name, { score, auditRefs }] of Object.entries(categories)) {
    scores[name] = Math.round(score * 100);
    for (const { id, weight } of auditRefs) {
      const audit = audits[id];
      if (weight > 0 && audit.score !== null && audit.score < 1) {
        lost.push({ category: name, id, title: audit.title, shown: audit.displayValue ?? '', items: items(audit) });
      }
    }
  }
  const moved = audits['layout-shifts'];
  if (moved?.details?.items?.length) {
    lost.push({ category: 'performance', id: moved.id, title: moved.title, shown: '', items: items(moved) });
  }
  const figures = {};
  for (const [name, id] of Object.entries(FIGURES)) figures[name] = audits[id]?.numericValue ?? null;
  return { key, scores, lost, figures };
}

// The first elements or addresses that an audit names.
function items({ details }) {
  return (details?.items ?? []).slice(0, 5).map((item) => item.node?.snippet ?? item.url ?? item.description ?? '');
}

async function visited({ key, url, form, categories }) {
  const flags = { port: chrome.port, onlyCategories: categories, logLevel: 'error' };
  for (let left = ATTEMPTS; ; left -= 1) {
    const { lhr } = await lighthouse(url, flags, form === 'desktop' ? desktopConfig : undefined);
    if (!lhr.runtimeError) return lhr;
    if (left === 1) throw new Error(`${key}: ${lhr.runtimeError.message}`);
  }
}

const job = JSON.parse(await text(process.stdin));
const chrome = await launch({ chromePath: job.chromium, chromeFlags: job.flags });
try {
  for (const visit of job.visits) console.log(JSON.stringify(told(visit.key, await visited(visit))));
} finally {
  await chrome.kill();
}
