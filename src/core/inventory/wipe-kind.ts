/**
 * How a device resets itself: keeping nothing; so that an interrupted reset goes on; keeping its provisioning; keeping
 * what people have. [documented: RemoteWipe CSP]
 */
export type WipeKind = 'full' | 'protected' | 'keep-enrollment' | 'keep-data'
