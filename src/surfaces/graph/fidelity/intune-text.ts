/**
 * The JSON text that Intune puts into an error's message; the gateway in front of it and the rest of Graph do not.
 * [observed: many threads, such as microsoft-graph-docs#12174] The operation id is all zeros, the address is one of Intune's own, and the
 * text has line ends as on Windows. [observed: microsoft-graph-docs-contrib#2756]
 */
import type { Context } from 'hono'
import { pathOf } from '../../http/path-of.ts'
import type { RequestEnv } from '../../http/request-context.ts'

const noOperation = '00000000-0000-0000-0000-000000000000'

export function intuneText(c: Context<RequestEnv>, message: string): string {
  const activity = c.get('clientRequestId')
  const [, , ...rest] = pathOf(c.req).split('/')
  const url = `https://fef.msub01.manage.microsoft.com/DeviceEnrollmentFE/StatelessDeviceEnrollmentFEService/${rest.join('/')}${optionsOf(c.req.url)}`
  return JSON.stringify(
    {
      _version: 3,
      Message: `${message} - Operation ID (for customer support): ${noOperation} - Activity ID: ${activity} - Url: ${url}`,
      CustomApiErrorPhrase: '',
      RetryAfter: null,
      ErrorSourceService: '',
      HttpHeaders: '{}',
    },
    null,
    2,
  ).replaceAll('\n', '\r\n')
}

/** [observed: msgraph-sdk-powershell#1260, #2464] */
function optionsOf(url: string): string {
  const options = [...new URL(url).searchParams].map(
    ([name, value]) =>
      `&${name}=${encodeURIComponent(value).replaceAll('%20', '+').replaceAll("'", '%27')}`,
  )
  return `?api-version=2021-01-22${options.join('')}`
}
