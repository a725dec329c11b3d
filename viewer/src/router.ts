import { createRouter, createWebHistory } from "vue-router"
import PlanPage from "@/pages/PlanPage.vue"

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", name: "home", component: PlanPage },
    { path: "/b/:building", name: "building", component: PlanPage },
    { path: "/b/:building/s/:storey", name: "plan", component: PlanPage },
    { path: "/b/:building/s/:storey/layout", name: "layout", component: () => import("@/pages/LayoutPage.vue") },
    { path: "/b/:building/rooms", name: "rooms", component: () => import("@/pages/RoomsPage.vue") },
    { path: "/findings", name: "findings", component: () => import("@/pages/FindingsPage.vue") },
    { path: "/rosters", name: "rosters", component: () => import("@/pages/RosterPage.vue") },
    { path: "/cases", name: "cases", component: () => import("@/pages/CasesPage.vue") },
    { path: "/cases/:case", name: "case", component: () => import("@/pages/CasePage.vue") },
    { path: "/inspections", name: "inspections", component: () => import("@/pages/InspectionsPage.vue") },
    { path: "/inspections/:inspection", name: "inspection", component: () => import("@/pages/InspectionPage.vue") },
    { path: "/certificates", name: "certificates", component: () => import("@/pages/CertificatesPage.vue") },
    { path: "/certificates/:certificate", name: "certificate", component: () => import("@/pages/CertificatePage.vue") },
    { path: "/webhooks", name: "webhooks", component: () => import("@/pages/WebhooksPage.vue") },
    { path: "/b/:building/r/:space/survey", name: "survey", component: () => import("@/pages/SurveyPage.vue") },
    { path: "/b/:building/r/:space/sources", name: "sources", component: () => import("@/pages/SourcesPage.vue") },
    { path: "/b/:building/field-sheet", name: "field-sheet", component: () => import("@/pages/FieldSheetPage.vue") },
    { path: "/scenarios", name: "scenarios", component: () => import("@/pages/ScenariosPage.vue") },
    { path: "/scenarios/compare", name: "compare", component: () => import("@/pages/ComparePage.vue") },
    { path: "/scenarios/:scenario/edit", name: "own-edit", component: () => import("@/pages/OwnEditPage.vue") },
    { path: "/imports", name: "imports", component: () => import("@/pages/ImportsPage.vue") },
    { path: "/imports/:import", name: "import", component: () => import("@/pages/ImportPage.vue") },
    { path: "/:rest(.*)*", name: "nowhere", component: () => import("@/pages/NowherePage.vue") },
  ],
})
