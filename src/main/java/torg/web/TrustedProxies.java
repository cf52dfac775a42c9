package torg.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/// Believes what a reverse proxy says of the client (`X-Forwarded-For`, `X-Forwarded-Proto`), but only a proxy whose
/// address the operator named. The client is the last address that no such proxy has: what stands before it, the
/// client may have written itself.
final class TrustedProxies implements HttpConfiguration.Customizer {
    private final List<IpAddressMatcher> trusted;

    /// @param addresses IP addresses or networks (`10.0.0.0/8`)
    TrustedProxies(List<String> addresses) {
        trusted = addresses.stream().map(IpAddressMatcher::new).toList();
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        String peer = Request.getRemoteAddr(request);
        if (!isTrusted(peer)) {
            return request;
        }
        SocketAddress client = client(request.getHeaders().getCSV(HttpHeader.X_FORWARDED_FOR, false));
        String scheme = request.getHeaders().get(HttpHeader.X_FORWARDED_PROTO);
        boolean secure = "https".equalsIgnoreCase(scheme) || scheme == null && request.isSecure();
        HttpURI address =
                secure ? HttpURI.build(request.getHttpURI()).scheme("https").asImmutable() : request.getHttpURI();
        ConnectionMetaData connection = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
            @Override
            public SocketAddress getRemoteSocketAddress() {
                return client == null ? super.getRemoteSocketAddress() : client;
            }

            @Override
            public boolean isSecure() {
                return secure;
            }
        };
        return new Request.Wrapper(request) {
            @Override
            public HttpURI getHttpURI() {
                return address;
            }

            @Override
            public ConnectionMetaData getConnectionMetaData() {
                return connection;
            }

            @Override
            public boolean isSecure() {
                return secure;
            }
        };
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(proxy -> proxy.matches(address));
    }

    private @Nullable SocketAddress client(List<String> forwarded) {
        for (String address : forwarded.reversed()) {
            try {
                InetAddress literal = InetAddress.ofLiteral(address);
                if (!isTrusted(literal.getHostAddress())) {
                    return new InetSocketAddress(literal, 0);
                }
            } catch (IllegalArgumentException e) {
                return null; // not an address: nothing before it can be believed either
            }
        }
        return null;
    }
}
