import { createApp } from "vue"
import "element-plus/theme-chalk/base.css"
import "element-plus/theme-chalk/dark/css-vars.css"
import "ol/ol.css"
import "./styles/base.css"
import "./styles/print.css"
import App from "./App.vue"
import { i18n } from "./i18n"
import { router } from "./router"

createApp(App).use(router).use(i18n).mount("#app")
