/** The messages of Windows when it enrolls (MS-MDE2), with all that it always sends. */
import { escaped } from '../xml/write-xml.ts'

const addressing = 'http://www.w3.org/2005/08/addressing'
const security = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'
const enrollment = 'http://schemas.microsoft.com/5.0.0.0/ConfigurationManager/Enrollment'
const trust = 'http://docs.oasis-open.org/ws-sx/ws-trust/200512'
const pki = 'http://schemas.microsoft.com/windows/pki/2009/01'
const management = 'http://schemas.microsoft.com/windows/management/2012/01/enrollment'

export const actions = {
  discover: `${management}/IDiscoveryService/Discover`,
  policies: `${pki}/enrollmentpolicy/IPolicy/GetPolicies`,
  token: `${pki}/enrollment/RST/wstep`,
} as const

export type Message = {
  readonly action: string
  readonly to: string
  readonly messageId: string
  /** Absent: none is sent. */
  readonly token?: { readonly value: string; readonly type: 'own' | 'jwt' }
  readonly body: string
}

const tokenTypes = {
  own: `${enrollment}/DeviceEnrollmentUserToken`,
  jwt: 'urn:ietf:params:oauth:token-type:jwt',
}

export function envelope({ action, to, messageId, token, body }: Message): string {
  const shown =
    token === undefined
      ? ''
      : `<wsse:Security s:mustUnderstand="1"><wsse:BinarySecurityToken ValueType="${tokenTypes[token.type]}" EncodingType="${security}#base64binary">${Buffer.from(token.value).toString('base64')}</wsse:BinarySecurityToken></wsse:Security>`
  return (
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="${addressing}" xmlns:wsse="${security}" xmlns:wst="${trust}" xmlns:ac="http://schemas.xmlsoap.org/ws/2006/12/authorization"><s:Header>` +
    `<a:Action s:mustUnderstand="1">${action}</a:Action><a:MessageID>${escaped(messageId)}</a:MessageID>` +
    `<a:ReplyTo><a:Address>${addressing}/anonymous</a:Address></a:ReplyTo><a:To s:mustUnderstand="1">${escaped(to)}</a:To>${shown}</s:Header>` +
    `<s:Body>${body}</s:Body></s:Envelope>`
  )
}

export function discoverBody(email: string, osVersion: string): string {
  return (
    `<Discover xmlns="${management}"><request xmlns:i="http://www.w3.org/2001/XMLSchema-instance">` +
    `<EmailAddress>${escaped(email)}</EmailAddress><RequestVersion>5.0</RequestVersion><DeviceType>CIMClient_Windows</DeviceType>` +
    `<ApplicationVersion>${escaped(osVersion)}</ApplicationVersion><OSEdition>48</OSEdition>` +
    '<AuthPolicies><AuthPolicy>OnPremise</AuthPolicy><AuthPolicy>Federated</AuthPolicy></AuthPolicies></request></Discover>'
  )
}

export const policiesBody =
  `<GetPolicies xmlns="${pki}/enrollmentpolicy" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><client>` +
  '<lastUpdate xsi:nil="true"/><preferredLanguage xsi:nil="true"/></client><requestFilter xsi:nil="true"/></GetPolicies>'

export type TokenBody = {
  readonly kind: 'issue' | 'renew'
  /** PKCS #10, or SignedData around one; DER. */
  readonly request: Buffer
  /** Names may repeat. */
  readonly items: readonly (readonly [name: string, value: string])[]
}

export function tokenBody({ kind, request, items }: TokenBody): string {
  const lines = request.toString('base64').replace(/.{64}/g, '$&\r\n')
  const [type, form] = kind === 'issue' ? ['Issue', 'PKCS10'] : ['Renew', 'PKCS7']
  const context = items.map(
    ([name, value]) =>
      `<ac:ContextItem Name="${escaped(name)}"><ac:Value>${escaped(value)}</ac:Value></ac:ContextItem>`,
  )
  return (
    `<wst:RequestSecurityToken><wst:TokenType>${enrollment}/DeviceEnrollmentToken</wst:TokenType>` +
    `<wst:RequestType>${trust}/${type}</wst:RequestType>` +
    `<wsse:BinarySecurityToken ValueType="${pki}/enrollment#${form}" EncodingType="${security}#base64binary">${lines}</wsse:BinarySecurityToken>` +
    `<ac:AdditionalContext xmlns="http://schemas.xmlsoap.org/ws/2006/12/authorization">${context.join('')}</ac:AdditionalContext></wst:RequestSecurityToken>`
  )
}
