/**
 * The hosts of Microsoft's services. Clients have them hard-coded, so a server that replaces Microsoft's has
 * their names in its certificate, and a client recognizes Microsoft itself by them.
 */
export const graphHost = 'graph.microsoft.com'
export const loginHost = 'login.microsoftonline.com'

/** All host names of the sign-in. */
export const loginHosts = [loginHost, 'login.microsoft.com', 'login.windows.net'] as const

/** Partner Center's API. [documented] */
export const partnerCenterHost = 'api.partnercenter.microsoft.com'

/** Those that a Taxiway server answers for. */
export const microsoftHosts = [graphHost, ...loginHosts, partnerCenterHost] as const

export const graphOrigin = `https://${graphHost}` as const
export const loginOrigin = `https://${loginHost}` as const
export const partnerCenterOrigin = `https://${partnerCenterHost}` as const

/** The application that Microsoft Graph is. [documented] */
export const graphApplicationId = '00000003-0000-0000-c000-000000000000'

/** What tokens for Graph name as their audience: its address, or its application id. [documented] */
export const graphAudiences = [graphOrigin, graphApplicationId] as const

/** What tokens for Partner Center name as their audience: older clients ask for the older directory's. [documented] */
export const partnerAudiences = [partnerCenterOrigin, 'https://graph.windows.net'] as const

/** What tokens for the OEM surface, which is Taxiway's own, name as their audience. */
export const oemAudience = 'api://taxiway-oem'

/** The resource of access tokens with which devices enroll; as the service has no public name at Microsoft, ours. */
export const enrollmentAudience = 'api://taxiway-enrollment'

/** Whether `origin` is Microsoft's: Graph or sign-in, of the worldwide cloud or of a national one. [documented] */
export function isMicrosoft(origin: string): boolean {
  const { hostname } = new URL(origin)
  return /(^|\.)(microsoft(online)?\.(com|us)|(partner\.microsoftonline|chinacloudapi)\.cn)$/.test(
    hostname,
  )
}
