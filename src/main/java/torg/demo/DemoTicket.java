package torg.demo;

import java.util.List;
import java.util.Random;
import org.springframework.stereotype.Component;
import torg.registration.TicketShop;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.TicketType;

/// Which ticket a made-up participant takes, and what besides: mostly the first type, and never too late.
@Component
class DemoTicket {
    private static final int PERCENT_OF_EXTRAS = 32;

    /// The type with its sale open at any time, because the demo's clock may stand anywhere.
    TicketType open(TicketShop shop, Random random) {
        List<TicketType> types =
                shop.types().stream().filter(type -> type.minAnOrder() == 1).toList();
        int place = random.nextInt(10) < 7 ? 0 : random.nextInt(types.size());
        return types.get(place).always();
    }

    TicketType first(TicketShop shop) {
        return shop.types().getFirst().always();
    }

    List<Extra> extras(TicketShop shop, TicketType type, Random random) {
        return shop.extras().stream()
                .filter(extra -> random.nextInt(100) < PERCENT_OF_EXTRAS && extra.goesWith(type))
                .toList();
    }
}
