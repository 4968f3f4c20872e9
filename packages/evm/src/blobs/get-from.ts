import { type CallOptions, DefimonError, type Session } from '@defimon/core'

/** One REST call to the endpoint of a session. */
export async function getFrom(session: Session, path: string, { signal }: CallOptions): Promise<unknown> {
  if (!session.get) throw new DefimonError('UNSUPPORTED', 'a session that makes no REST calls')
  return session.get(path, { priority: 'head', ...(signal && { signal }) })
}
