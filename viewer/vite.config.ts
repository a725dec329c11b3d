import { fileURLToPath } from "node:url"
import vue from "@vitejs/plugin-vue"
import ElementPlus from "unplugin-element-plus/vite"
import { defineConfig } from "vitest/config"

const service = process.env["YIJIAN_SERVICE"] ?? "http://127.0.0.1:8080"

export default defineConfig({
  plugins: [vue(), ElementPlus({ ignoreComponents: ["AutoResizer"] })],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy: { "/api": service } },
  build: {
    outDir: "../service/static",
    emptyOutDir: true,
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      output: {
        // The map and the form library change rarely: a new release of the viewer leaves them in the browser's cache.
        manualChunks: (id) =>
          /node_modules\/(ol|rbush|quickselect|geotiff|earcut)\//.test(id)
            ? "map"
            : /node_modules\//.test(id)
              ? "vendor"
              : undefined,
      },
    },
  },
  test: { environment: "node", include: ["tests/**/*.test.ts"] },
})
