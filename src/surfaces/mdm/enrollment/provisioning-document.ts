/** The answer to a device that enrolls: certificates, and where and when it comes for management. */
import { createHash, randomBytes } from 'node:crypto'
import { element, type Written, writeXml } from 'taxiway-device/xml/write'
import type { Enrolled } from '../../../core/enrollment/enroll.ts'

const trust = 'http://docs.oasis-open.org/ws-sx/ws-trust/200512'
const enrollment = 'http://schemas.microsoft.com/5.0.0.0/ConfigurationManager/Enrollment'
const security = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'
const utility = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'

/** The name under which Windows keeps this service. */
export const providerId = 'Taxiway'
/** How often a device comes, in minutes. */
const poll = { firstCount: 8, firstEvery: 15, thenEvery: 480 }
/** Days. */
const renewal = { period: 60, retry: 4 }

export function tokenResponse(enrolled: Enrolled, address: string): Written {
  const document = Buffer.from(writeXml(provisioningDocument(enrolled, address)))
  return element(
    'RequestSecurityTokenResponseCollection',
    { xmlns: trust },
    element(
      'RequestSecurityTokenResponse',
      {},
      element('TokenType', {}, `${enrollment}/DeviceEnrollmentToken`),
      element('DispositionMessage', {
        xmlns: 'http://schemas.microsoft.com/windows/pki/2009/01/enrollment',
      }),
      element(
        'RequestedSecurityToken',
        {},
        element(
          'BinarySecurityToken',
          {
            xmlns: security,
            ValueType: `${enrollment}/DeviceEnrollmentProvisionDoc`,
            EncodingType: `${security}#base64binary`,
          },
          document.toString('base64'),
        ),
      ),
      element(
        'RequestID',
        { xmlns: 'http://schemas.microsoft.com/windows/pki/2009/01/enrollment' },
        '0',
      ),
    ),
  )
}

/** The time of the answer, for its header. */
export function timestamp(now: Date): Written {
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString()
  return element(
    'o:Security',
    { 's:mustUnderstand': '1', 'xmlns:o': security },
    element(
      'u:Timestamp',
      { 'u:Id': '_0', 'xmlns:u': utility },
      element('u:Created', {}, at(0)),
      element('u:Expires', {}, at(5)),
    ),
  )
}

function provisioningDocument(enrolled: Enrolled, address: string): Written {
  return element(
    'wap-provisioningdoc',
    { version: '1.1' },
    certificates(enrolled),
    application(enrolled, address),
    client(enrolled),
  )
}

function certificates({ certificate, authority, enrollmentType }: Enrolled): Written {
  const store = enrollmentType === 'device' ? 'System' : 'User'
  return group(
    'CertificateStore',
    group('Root', group('System', encoded(authority))),
    group(
      'My',
      group(store, encoded(certificate.der), group('PrivateKeyContainer')),
      group(
        'WSTEP',
        group(
          'Renew',
          typed('ROBOSupport', 'true', 'boolean'),
          typed('RenewPeriod', String(renewal.period), 'integer'),
          typed('RetryInterval', String(renewal.retry), 'integer'),
        ),
      ),
    ),
  )
}

function encoded(der: Buffer): Written {
  const thumbprint = createHash('sha1').update(der).digest('hex').toUpperCase()
  return group(thumbprint, parm('EncodedCertificate', der.toString('base64')))
}

/**
 * Names and secrets of the older way to sign messages: Windows wants them, and nothing accepts them, so they are
 * random and kept nowhere.
 */
function application({ deviceId, enrollmentType }: Enrolled, address: string): Written {
  const store = enrollmentType === 'device' ? 'System' : 'User'
  const nonce = () => randomBytes(16).toString('base64')
  return group(
    'APPLICATION',
    parm('APPID', 'w7'),
    parm('PROVIDER-ID', providerId),
    parm('NAME', providerId),
    parm('ADDR', address),
    parm('DEFAULTENCODING', 'application/vnd.syncml.dm+xml'),
    parm('SSLCLIENTCERTSEARCHCRITERIA', `Subject=CN%3D${deviceId}&Stores=My%5C${store}`),
    parm('CONNRETRYFREQ', '6'),
    parm('INITIALBACKOFFTIME', '30000'),
    parm('MAXBACKOFFTIME', '120000'),
    element('parm', { name: 'BACKCOMPATRETRYDISABLED' }),
    group(
      'APPAUTH',
      parm('AAUTHLEVEL', 'CLIENT'),
      parm('AAUTHTYPE', 'DIGEST'),
      parm('AAUTHSECRET', nonce()),
      parm('AAUTHDATA', nonce()),
    ),
    group(
      'APPAUTH',
      parm('AAUTHLEVEL', 'APPSRV'),
      parm('AAUTHTYPE', 'DIGEST'),
      parm('AAUTHNAME', deviceId),
      parm('AAUTHSECRET', nonce()),
      parm('AAUTHDATA', nonce()),
    ),
  )
}

function client({ id }: Enrolled): Written {
  return group(
    'DMClient',
    group(
      'Provider',
      group(
        providerId,
        typed('EntDMID', id, 'string'),
        typed('RequireMessageSigning', 'true', 'boolean'),
        group(
          'Poll',
          typed('NumberOfFirstRetries', String(poll.firstCount), 'integer'),
          typed('IntervalForFirstSetOfRetries', String(poll.firstEvery), 'integer'),
          // 0 of them: for ever.
          typed('NumberOfRemainingScheduledRetries', '0', 'integer'),
          typed('IntervalForRemainingScheduledRetries', String(poll.thenEvery), 'integer'),
          typed('PollOnLogin', 'true', 'boolean'),
        ),
      ),
    ),
  )
}

function group(type: string, ...inside: readonly Written[]): Written {
  return element('characteristic', { type }, ...inside)
}

function parm(name: string, value: string): Written {
  return element('parm', { name, value })
}

function typed(name: string, value: string, datatype: string): Written {
  return element('parm', { name, value, datatype })
}
