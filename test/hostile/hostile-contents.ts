/** What may lie at a path that a stranger prepared: contents that are no valid file of any kind. */
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";

const MEBIBYTE = 1 << 20;

export type HostileContent = readonly [name: string, write: (path: string) => void];

const text = (content: string | Uint8Array) => (path: string) =>
	writeFileSync(path, content, { mode: 0o600 });

const UNIX_CONTENTS: readonly HostileContent[] = [
	["a pipe that nobody fills", (path) => execFileSync("mkfifo", [path])],
	["a device without end", (path) => symlinkSync("/dev/zero", path)],
];

/** Quick to write and to refuse: tried with every file of every command. */
export const SMALL_CONTENTS: readonly HostileContent[] = [
	["nothing", text("")],
	["a zero byte", text("\0")],
	["zero bytes after JSON", text('{"format":"x"}\0\0')],
	["bytes that are no UTF-8", text(Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d))],
	["UTF-16", text(Buffer.from('\ufeff{"format":"zkmargin-account/2"}', "utf16le"))],
	["two byte order marks", text('\ufeff\ufeff{"format":"x"}')],
	["half a value", text('{"format":')],
	["another type", text("[]")],
	["null", text("null")],
	["NaN", text('{"format":NaN}')],
	["a number beyond doubles", text('{"version":1e400,"power":-1e400}')],
	["minus zero", text('{"version":-0}')],
	["a number beyond 2^53", text('{"version":9007199254740993}')],
	["a number of a million digits", text(`{"version":${"7".repeat(1e6)}}`)],
	["a key twice", text('{"format":"x","\\u0066ormat":"y"}')],
	["a key __proto__", text('{"__proto__":{"polluted":true}}')],
	["a key __proto__ in disguise", text('{"a":{"\\u005f_proto__":{"polluted":true}}}')],
	["keys of Object", text('{"constructor":{"prototype":{"polluted":true}},"toString":1,"valueOf":[]}')],
	["a path for a value", text('{"format":"../../../etc/passwd","circuit":"../../x","name":"../x"}')],
	["a thousand levels", text("[".repeat(1000) + "]".repeat(1000))],
	["what steers a terminal", text('{"\\u001b[2J\\u202e":1,"\\u009b31m":2}')],
	["what steers a terminal, raw", text('{"\u202e\u2066\u009b31m\u200b":1}')],
	["a folder", (path) => mkdirSync(path)],
	["a link to itself", (path) => symlinkSync(path, path)],
	["a link to nowhere", (path) => symlinkSync(`${path}-nowhere`, path)],
	...(process.platform === "win32" ? [] : UNIX_CONTENTS),
];

/** Tens of megabytes; made once and linked to. */
export const HUGE_CONTENTS: readonly HostileContent[] = [
	["30 MB of open brackets", text("[".repeat(30 * MEBIBYTE))],
	["30 MB of nesting", text("[".repeat(15 * MEBIBYTE) + "]".repeat(15 * MEBIBYTE))],
	["30 MB of objects", text(`{"accounts":[${"{},".repeat(10 * MEBIBYTE)}{}]}`)],
	["30 MB in one string", text(`{"a":"${"x".repeat(30 * MEBIBYTE)}"}`)],
	["30 MB of escapes", text(`{"a":"${"\\".repeat(30 * MEBIBYTE)}"}`)],
	["a quoted field of 30 MB", text(`date,BTC\n"${"x".repeat(30 * MEBIBYTE)}",1`)],
	["30 MB of line feeds", text(`date,BTC${"\n".repeat(30 * MEBIBYTE)}`)],
	["30 MB of commas", text(`date,BTC\n${",".repeat(30 * MEBIBYTE)}`)],
	[
		"300 MB of zeros",
		(path) => {
			writeFileSync(path, "");
			truncateSync(path, 300 * MEBIBYTE);
		},
	],
];
