package torg.web;

/// Where one is in a long list: the page's number from 1, the last one, and the list's address without `page`.
public record Pager(int number, int last, String address) {
    public String href(int page) {
        return address + (address.contains("?") ? "&" : "?") + "page=" + page;
    }
}
