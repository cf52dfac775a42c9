package torg.demo;

import java.util.Random;
import org.springframework.stereotype.Component;
import torg.registration.TicketShop;
import torg.registration.TicketShop.TicketType;

/// Which ticket a made-up participant takes: mostly the first type, and never too late.
@Component
class DemoTicket {
    /// The type with its sale open at any time, because the demo's clock may stand anywhere.
    TicketType open(TicketShop shop, Random random) {
        int place = random.nextInt(10) < 8 ? 0 : random.nextInt(shop.types().size());
        return shop.types().get(place).always();
    }

    TicketType first(TicketShop shop) {
        return shop.types().getFirst().always();
    }
}
