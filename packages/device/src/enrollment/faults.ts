/** SOAP faults of enrollment services as the HRESULT that Windows shows. [documented: MS-MDE2 2.2.10] */
import { textOf } from '../xml/read-answer.ts'
import { child, type XmlElement } from '../xml/read-xml.ts'

const bySubcode: Readonly<Record<string, string>> = {
  messageformat: '0x80180001',
  authentication: '0x80180002',
  authorization: '0x80180003',
  certificaterequest: '0x80180004',
  enrollmentserver: '0x80180005',
  internalservicefault: '0x80180006',
  invalidsecurity: '0x80180007',
}

const byErrorType: Readonly<Record<string, string>> = {
  devicecapreached: '0x80180013',
  devicenotsupported: '0x80180014',
  notsupported: '0x80180015',
  noteligibletorenew: '0x80180016',
  inmaintenance: '0x80180017',
  userlicense: '0x80180018',
  enrollmentdatainvalid: '0x80180019',
}

/** Anything else that went wrong: the server could not be used. */
export const unknownFailure = '0x80180008'

export type EnrollmentFailure = { readonly hresult: string; readonly reason: string }

export function failureIn(envelope: XmlElement): EnrollmentFailure | undefined {
  const fault = child(envelope, 'Body', 'Fault')
  if (fault === undefined) return undefined
  const subcode = textOf(fault, 'Code', 'Subcode', 'Value').split(':').at(-1) ?? ''
  const type = textOf(fault, 'Detail', 'DeviceEnrollmentServiceError', 'ErrorType')
  const hresult =
    byErrorType[type.toLowerCase()] ?? bySubcode[subcode.toLowerCase()] ?? unknownFailure
  return { hresult, reason: textOf(fault, 'Reason', 'Text') }
}
