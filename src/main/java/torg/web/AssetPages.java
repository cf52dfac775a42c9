package torg.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import torg.store.Settings;

/// Style, script and fonts, kept by browsers for ever; what machines ask for without having read a page.
@Controller
class AssetPages {
    private final Settings settings;

    AssetPages(Settings settings) {
        this.settings = settings;
    }

    @GetMapping("/robots.txt")
    PublicPage robots() {
        String kept = settings.isDemo() ? "/" : "/*/desk\nDisallow: /*/my/";
        return PublicPage.of("", "text/plain;charset=utf-8", "User-agent: *\nDisallow: " + kept + "\n");
    }

    @GetMapping("/favicon.ico")
    PublicPage icon() {
        Asset icon = Brand.TORG.icon();
        return PublicPage.of("", icon.mediaType(), icon.bytes());
    }

    @GetMapping("/static/**")
    PublicPage asset(HttpServletRequest request) {
        Asset asset = Assets.find(request.getRequestURI()).orElseThrow(() -> new NotFound("asset"));
        return PublicPage.of("static", asset.mediaType(), asset.bytes()).header("Cache-Control", Asset.FOREVER);
    }
}
