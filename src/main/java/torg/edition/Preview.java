package torg.edition;

/// An organiser looking at the draft: the public page's handler runs with this attribute on the request, and what it
/// answers is not kept.
final class Preview {
    static final String PATH = "/desk/preview";
    static final String ATTRIBUTE = torg.web.PublicPage.PREVIEW;

    private Preview() {}
}
