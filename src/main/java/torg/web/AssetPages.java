package torg.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// Style, script and fonts, kept by browsers for ever.
@Controller
class AssetPages {
    @GetMapping("/static/**")
    PublicPage asset(HttpServletRequest request) {
        Asset asset = Assets.find(request.getRequestURI()).orElseThrow(() -> new NotFound("asset"));
        return PublicPage.of("static", asset.mediaType(), asset.bytes()).header("Cache-Control", Asset.FOREVER);
    }
}
