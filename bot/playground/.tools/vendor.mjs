// Copies the page's one third-party file out of node_modules, where npm ci has
// checked it against package-lock.json, with its licence; --check only compares
// what is there with what would be copied.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";

const name = "@khanacademy/simple-markdown";
const target = new URL("../page/vendor/", import.meta.url);
const home = new URL(`node_modules/${name}/`, import.meta.url);
const lock = JSON.parse(readFileSync(new URL("package-lock.json", import.meta.url), "utf8"));
const { version, integrity } = lock.packages[`node_modules/${name}`];

// The module would load another package, only to tell a debugger its version.
const shipped = readFileSync(new URL("dist/es/index.js", home), "utf8")
	.replace(/^import \{ addLibraryVersionToPerseusDebug \}.*$/m, "")
	.replace("addLibraryVersionToPerseusDebug(libName,libVersion);", "")
	.replace(/^\/\/# sourceMappingURL=.*$/m, "")
	.trim()
	.concat("\n");
if (/^import\b|Perseus/m.test(shipped))
	throw new Error("the module needs more than its own code; look at what it imports");
const licence = readFileSync(new URL("LICENSE", home), "utf8");
const sum = createHash("sha256").update(shipped).digest("hex");
const from = `${name} ${version}, dist/es/index.js without its import and its source map
https://registry.npmjs.org/${name}/-/simple-markdown-${version}.tgz
${integrity}

sha256 of simple-markdown.js: ${sum}

go generate ./bot/playground makes these files anew.
`;

for (const [file, content] of Object.entries({
	"simple-markdown.js": shipped,
	"simple-markdown.LICENSE.txt": licence,
	"simple-markdown.from.txt": from,
})) {
	const path = new URL(file, target);
	if (!process.argv.includes("--check")) {
		writeFileSync(path, content);
	} else if (readFileSync(path, "utf8") !== content) {
		console.error(`page/vendor/${file} is not what npm has; run go generate ./bot/playground`);
		process.exitCode = 1;
	}
}
