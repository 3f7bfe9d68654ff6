import js from "@eslint/js";
import globals from "globals";

export default [
	{ ignores: ["**/node_modules/**", "**/vendor/**"] },
	js.configs.recommended,
	{
		languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: globals.browser },
		rules: {
			eqeqeq: "error",
			"no-var": "error",
			"prefer-const": "error",
			"no-implicit-globals": "error",
			"no-eval": "error",
			"no-restricted-properties": [
				"error",
				{ property: "innerHTML", message: "no text becomes HTML here" },
				{ property: "outerHTML", message: "no text becomes HTML here" },
				{ property: "insertAdjacentHTML", message: "no text becomes HTML here" },
			],
			"no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
		},
	},
	{ files: ["**/*.mjs"], languageOptions: { globals: globals.node } },
];
