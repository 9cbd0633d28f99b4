/** A server certificate that has expired, or soon will, is spoken of: at the start and in `/readyz`. */
import { expect, test } from 'vitest'
import { certificateWarning } from '../../src/host/own-certificate.ts'
import { operationsApp } from '../../src/surfaces/operations/app.ts'
import { robotCertificate } from '../surfaces/authority/robot-certificate.ts'

const day = 24 * 3600_000

test.each([
  ['ended yesterday', { from: -2 * day, until: -day }, /expired at/],
  ['begins tomorrow', { from: day, until: 90 * day }, /not valid before/],
  ['ends in two weeks', { until: 14.5 * day }, /in 14 days: renew it/],
  ['ends in a year', { until: 365 * day }, undefined],
])('a certificate that %s', async (...[, dates, expected]) => {
  const { certificate } = await robotCertificate(dates)
  const warning = certificateWarning(certificate, new Date())
  if (expected === undefined) expect(warning).toBeUndefined()
  else expect(warning).toMatch(expected)
})

test('/readyz says it and stays ready, since the server answers', async () => {
  const { app } = operationsApp({
    ready: async () => true,
    warning: () => 'the certificate expires soon',
    metricsApart: false,
    report: () => undefined,
  })
  const answer = await app.request('/readyz')
  expect([answer.status, await answer.text()]).toEqual([
    200,
    'ok, but the certificate expires soon',
  ])
})
