/**
 * The listener for managed devices, and for makers' programs that prove themselves by a certificate. It asks for client
 * certificates, which would make browsers ask their users at the main address, and serves nothing else.
 */
import type { Config } from '../config.ts'
import { type Fetch, type Listener, type ListenOptions, listen } from './listen.ts'

export type MdmListener = {
  /** The address that devices use, if there is a port of their own. */
  readonly address: { readonly mdmUrl?: string }
  serve(fetch: Fetch): void
  announceEnd: Listener['announceEnd']
  close: Listener['close']
}

/** Management, what makers' programs send, and the endpoint that gives them their tokens. */
const withCertificates = ['mdm', 'oem', 'authority'] as const

const noListener: MdmListener = {
  address: {},
  serve: () => undefined,
  announceEnd: () => undefined,
  close: () => Promise.resolve(),
}

export async function listenForDevices(
  { mdmPort, host }: Pick<Config, 'mdmPort' | 'host'>,
  publicUrl: string,
  options: Pick<
    ListenOptions,
    | 'cert'
    | 'key'
    | 'ownsProcess'
    | 'onError'
    | 'admission'
    | 'proxies'
    | 'keepAliveSeconds'
    | 'hasOthers'
  >,
): Promise<MdmListener> {
  if (mdmPort === undefined) return noListener
  const listener = await listen({
    ...options,
    host,
    port: mdmPort,
    asksForCertificate: true,
    setting: 'TAXIWAY_MDM_PORT',
  })
  return {
    address: { mdmUrl: `https://${new URL(publicUrl).hostname}:${listener.port}` },
    serve: (fetch) =>
      listener.serve(
        (request, connection) => fetch(request, { ...connection, serves: withCertificates }),
        () => 'device',
      ),
    announceEnd: listener.announceEnd,
    close: listener.close,
  }
}
