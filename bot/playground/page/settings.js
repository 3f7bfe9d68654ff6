// The switches beside the message box. Each tab has its own.

/** @import { Settings } from "./types.js" */

const key = "settings";

/** @returns {Settings} */
export function loadSettings() {
	/** @type {Settings} */
	const usual = { user: 0, install: "server", lacks: [], phone: false };
	try {
		return { ...usual, ...JSON.parse(sessionStorage.getItem(key) ?? "{}") };
	} catch {
		return usual;
	}
}

/** @param {Settings} settings */
export function saveSettings(settings) {
	sessionStorage.setItem(key, JSON.stringify(settings));
}
