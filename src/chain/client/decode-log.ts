/** Anyone can write any bytes under the topic of an event of ours: a log is decoded as a whole or is no event. */
import type { Interface, Log, LogDescription } from "ethers";

/**
 * @returns `undefined` when the ABI does not know the topic, `"malformed"` when it does but topics or data do
 * not decode
 */
export function decodeLog(contract: Interface, log: Log): LogDescription | "malformed" | undefined {
	const [topic] = log.topics;
	if (topic === undefined || contract.getEvent(topic) === null) return undefined;
	try {
		const event = contract.parseLog(log);
		// ethers keeps what it cannot decode and throws when it is read: read all of it here.
		event?.args.toArray(true);
		return event ?? undefined;
	} catch {
		return "malformed";
	}
}
