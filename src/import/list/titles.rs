//! Titles of columns as the tools and languages write them.

use crate::import::list::columns::ListColumn;
use ListColumn::{
    Alternative, Board, Config, Currency, Datasheet, Description, Fitted, Footprint, Ignore, Ipn, Level, Manufacturer,
    Mpn, NotFitted, NotFittedCount, NotFittedPlaces, Optional, Order, Price, Quantity, Reference, Unit, Value,
};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A meaning that a title can have; of several columns for one meaning, the lowest rank wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) struct Meaning {
    pub column: ListColumn,
    pub rank: u8,
}

/// Keys of titles separated by spaces, with the meaning that they have at a rank. Keys are as [`key`] makes them.
const TITLES: &[(ListColumn, u8, &str)] = &[
    (
        Reference,
        0,
        "reference references ref refs refdes refdeses refdesignator refdesignators referencedesignator \
         referencedesignators designator designators partreference partreferences refid refids schematicreference \
         位号 位號 标号 元件位号 器件位号 参考位号 元件编号 referenz referenzen bauteilreferenz referenzbezeichner \
         bauteilbezeichner repere teilebezug reperes reperetopo referencetopologique referencia referencias designador \
         designadores リファレンス リファレンス番号 部品番号リファレンス 回路記号 部品記号 ロケーション 実装位置 回路番号",
    ),
    (
        Reference,
        3,
        "positions position positionen location locations placement placements bauteil bauteile composant composants components 部品番号 位置",
    ),
    (Reference, 4, "part parts component"),
    (
        Quantity,
        0,
        "qtyitems bomlineidsproductqty quantityperpcb quantityperboard qtyperboard qtyperpcb qtypcb qtyboard quantityrequired \
         requiredquantity reqqty qtyper qtyperunit quantityperunit quantityperassembly qtyperassembly",
    ),
    (
        Quantity,
        1,
        "quantity quantities qty qtys qnty qnt qte count pcs pieces amount menge anzahl stuckzahl stueckzahl \
         stuck stueck quantite cantidad cant 数量 用量 单机用量 个数 員数 個数 使用数 使用数量 需求数量",
    ),
    (Quantity, 5, "nombre nb"),
    (Quantity, 8, "totalquantity totalqty qtytotal quantitytotal totalcount"),
    (Quantity, 9, "buildquantity buildqty"),
    (
        Value,
        0,
        "value values val partvalue wert werte valeur valeurs valor valores 值 参数 参数值 元件值 阻值 容值 定数 値 部品値",
    ),
    (Value, 2, "comment comments 规格 规格型号 规格参数 型号规格 仕様 kommentar commentaire comentario"),
    (Value, 3, "designation"),
    (Value, 4, "name names part parts nom nombre 名称 元件名称 品名 部品名 品名规格"),
    (Value, 6, "component components composant componente bauteil"),
    (
        Footprint,
        0,
        "footprint footprints pcbfootprint footprintname landpattern 封装 封裝 封装形式 empreinte huella フットプリント 外形",
    ),
    (
        Footprint,
        1,
        "package packages packagefootprint packagereference packagetype case casepackage casesize gehause gehaeuse \
         bauform boitier encapsulado paquete パッケージ 形状 packagecase sizepackage",
    ),
    (
        Description,
        0,
        "itemdescriptionitems description descriptions partdescription componentdescription descriptionvalue 描述 说明 物料描述 \
         描述说明 beschreibung descripcion 説明 itemdescription longdescription desc descr",
    ),
    (
        Description,
        1,
        "itemnameitems bezeichnung benennung artikelbezeichnung partname itemname componentname cmpname libelle denominacion 物料名称 品目名",
    ),
    (Description, 3, "designation name names nom title comment"),
    (Description, 6, "item component"),
    (
        Manufacturer,
        0,
        "manufacturer manufacturers mfr mfg maker mf mfrname mfgname mfrcompany manufacturername manu manufacter manufactor manufacture make brand manuf hersteller \
         fabricant fabricante 厂家 厂商 制造商 品牌 生产厂家 生产商 製造商 原厂 メーカー メーカ メーカー名 製造元 producer",
    ),
    (
        Mpn,
        0,
        "mpn mpns manufacturerpartnumber manufacturerpartno manufacturerpartnum manufacturerpart manufacturerpartid \
         manufacturerpn manufacturernumber manufacturerno manufacturerref manufacturerreference mfrpartnumber mfrpartno \
         mfrpart mfrpn mfrno mfrnumber mfgpartnumber mfgpartno mfgpart mfgpn mfgno mfgnumber mfpn mfpartnumber makerpn \
         makerpartnumber makerpartno mfrspartnumber manufacturerspartnumber herstellernummer herstellerteilenummer \
         herstellerartikelnummer herstellerbestellnummer herstellernr referencefabricant reffabricant numerofabricant \
         numerodepiecefabricant referenciafabricante referenciadelfabricante numerodepartefabricante numerodepiezafabricante \
         numerodepartedelfabricante 厂家料号 厂家型号 制造商型号 制造商料号 制造商零件编号 制造商编号 制造商部件号 制造商件号 生产厂家型号 厂商型号 \
         厂商料号 原厂型号 原厂料号 品牌型号 メーカー型番 メーカ型番 メーカー品番 メーカー部品番号 製造元型番 manufacturercode orderablepartnumber mfritemnumber mfritemno mfgitemnumber manufactureritemnumber",
    ),
    (Mpn, 1, "型号 型番 品番 部品番号 元件型号 器件型号 typ type1"),
    (Mpn, 2, "partnumber partno partnum pn partnr pnum partcode teilenummer numerodepiece numerodeparte numerodepieza"),
    (Mpn, 3, "manufacturermpn mfrmpn mfgmpn makermpn partnumbertype"),
    (Mpn, 4, "suppliermpn vendormpn supplierpartmpn"),
    (Mpn, 5, "reference referencia"),
    (
        Ipn,
        0,
        "ipn itemcodeitems bomlineidsproductid internalpartnumber internalpartno internalpn partipn componentipn \
         companypartnumber companypn housepartnumber housepn houseno inhousepn itemcode itemnumber itemno artikelnummer \
         artikelnr sachnummer materialnummer codearticle referenceinterne codigointerno referenciainterna 物料编码 物料编号 \
         物料号 料号 内部料号 公司料号 存货编码 社内品番 部品コード 品目コード stockcode materialnumber erpnumber erpcode sku",
    ),
    (Ipn, 3, "partnumber partno partnum pn partnr teilenummer"),
    (
        Order,
        0,
        "lcsc lcscpart lcscpartnumber lcscpartno lcscpn lcsccode lcscid jlcpcbpart jlcpcbpartnumber jlcpcbpartno jlcpart jlc \
         jlcpcb supplierpart supplierpartnumber supplierpartno supplierpn suppliersku suppliernumber supplierandref \
         supplierref supplierreference vendorpart vendorpartnumber vendorpartno vendorpn vendorsku distributorpart \
         distributorpartnumber distributorpn distributorsku orderno ordernumber ordercode ordernr orderpn orderingcode \
         digikey digikeypn digikeypart digikeypartnumber mouser mouserpn mouserpart mouserpartnumber farnell farnellpn \
         farnellordercode farnellpart rs rspn rspart rspartnumber rsstockno newark newarkpn arrow arrowpn tme tmepn \
         conrad reichelt bestellnummer bestellnr bestellcode lieferantennummer referencefournisseur reffournisseur \
         codecommande referenciaproveedor codigopedido codigodepedido 立创编号 立创商城编号 商城编号 供应商料号 供应商编号 供应商型号 \
         采购编号 订货号 注文番号 発注コード 注文コード",
    ),
    (
        Price,
        0,
        "rateitems unitprice unitcost priceunit priceperunit priceeach eachprice costeach supplierunitprice \
         einzelpreis stuckpreis stueckpreis prixunitaire pu preciounitario 单价 单价元 含税单价 単価 \
         price1k price1 price10 price100 price1000 unitpriceusd unitpriceeur",
    ),
    // Beside a price of one piece, these may be totals.
    (Price, 1, "price prices cost preis prix precio 价格 価格"),
    (Currency, 0, "currency currencycode waehrung wahrung devise moneda 币种 货币 通貨 pricecurrency currencyunit"),
    (Currency, 1, "priceunit unitprice unit units cur ccy curr"),
    (
        Alternative,
        0,
        "alternatives alternates alternativeparts alternateparts substitutes substituteparts secondsources 2ndsources altparts \
         alternatesources replacements equivalent equivalents approvedalternates approvedalternatives ersatztyp ersatzteil zweitquelle alternativen 替代料 替代 替代型号 替代物料 备选 备选型号 代替品 代替部品 equivalente equivalentes sustituto alternativas",
    ),
    (
        NotFitted,
        0,
        "dnp dnf dni dnm dns dnl dnb nofit nostuff nopop nonfitted donotpopulate donotplace donotfit donotinstall \
         donotmount donotstuff donotassemble notfitted notpopulated notplaced notmounted notloaded nm nc unpopulated unfitted \
         excludefrombom excludedfrombom excludebom excludefromassembly nichtbestuckt nichtbestucken nichtbestuecken nichtbestuckten \
         nonmonte nonmontes nemontepas nomontar nomontado 不贴 不焊 不装 不安装 不贴装 未実装 実装しない",
    ),
    (
        Fitted,
        0,
        "fitted fit populate populated place placed assemble assembled mount mounted install installed stuff stuffed \
         loaded load stuffing equipe equipes 実装有無 addintobom addtobom includeinbom inbom bestuckt bestuckung bestueckt bestueckung monte montado montar 贴装 是否贴装 是否贴片 是否装配 是否安装 是否焊接 実装 population \
         installationstatus fittedstatus fitting",
    ),
    (
        Datasheet,
        0,
        "datasheet datasheets datasheeturl datasheetlink datenblatt fichetechnique hojadedatos 数据手册 規格書 データシート helpurl",
    ),
    (
        Unit,
        0,
        "uomitems bomlineidsproductuomid me mengeneinheit uom unit units unitofmeasure qtyunit quantityunit einheit unite unidad 单位 単位",
    ),
    (Level, 0, "level bomlevel lvl levels indent ebene stufe niveau nivel 层级 层次 レベル 階層"),
    (
        Board,
        0,
        "board boardname pcb pcba pcbname modulename assemblyname subassembly platine baugruppe carte placa 板名 单板",
    ),
    // Italian, Portuguese, Dutch, Polish, Russian, Korean.
    (
        Reference,
        0,
        "riferimento riferimenti referencias designadores referentie referenties oznaczenie oznaczenia позобозначение позиционноеобозначение 참조 참조번호 부품위치 위치번호",
    ),
    (Quantity, 1, "anz mge quantita qta quantidade qtd qtde aantal ilość ilosc количество кол колво 수량"),
    (Value, 0, "valore waarde wartość wartosc номинал значение 값"),
    (Value, 4, "наименование 품명 nazwa naam"),
    (Footprint, 0, "contenitore involucro encapsulamento behuizing obudowa корпус 풋프린트 패키지"),
    (Manufacturer, 0, "manf produttore costruttore fabrikant producent производитель изготовитель 제조사"),
    (
        Mpn,
        0,
        "codiceproduttore codicecostruttore codigodofabricante partnumberdofabricante artikelnummerfabrikant fabrikantnummer numerproducenta numerproducentaczęści артикулпроизводителя партномер 제조사부품번호 제조사품번 nºdeparte nodeparte nodepieza nºdepieza",
    ),
    (Description, 0, "descrizione descricao omschrijving beschrijving opis описание 설명"),
    (Price, 1, "prezzo prezzounitario preco precounitario prijs stukprijs cena cenajednostkowa цена 단가"),
    (Ignore, 0, "lp findnumber findno lineitem nnпп"),
    (Ignore, 1, "backorder backordered"),
    (Level, 0, "depth indentlevel structurelevel bomdepth"),
    (Footprint, 2, "pattern"),
    (Ipn, 5, "number"),
    (Order, 0, "mouserno digikeyno farnellno rsno newarkno arrowno tmeno lcscno"),
    (Optional, 0, "optional"),
    (Config, 0, "config configuration configs kibomconfig buildvariant buildvariants variant variants"),
    (
        Ignore,
        0,
        "itemno itemnumber number item no id idx index row rows rowno rownumber line lineno linenumber seq sequence sno slno srno nr num n pos position positionsnummer \
         positionsnr lfdnr zeile poste numero ligne 序号 编号 序號 行号 項番 番号 no通し",
    ),
    (
        Ignore,
        1,
        "x y z posx posy posz midx midy refx refy padx pady centerx centery centrex centrey locationx locationy xpos ypos xmm ymm centerxmm centerymm \
         midxmm midymm refxmm refymm padxmm padymm rot rotation rotate drehung side boardside layer tb topbottom placementside \
         seite lage cara cote sheet sheets sheetname sheetpath sheetfile sheetnumber schematicsheet page zone grid \
         坐标x 坐标y 旋转 角度 层 面 图页",
    ),
    (
        Ignore,
        1,
        "market slot partof duty layeroverlay buildquantity buildqty boardqty boardcount numberofboards totalquantity totalqty qtytotal quantitytotal totalcount stock stockqty instock \
         onhand available availablestock ordered orderqty orderquantity onorder building canbuild allocated required qtyavailable scrap overage attrition \
         gesamtmenge quantitetotale cantidadtotal 总数量 总数 库存 库存数量 bestand moq minqty minimumorderquantity componentid bomitemid",
    ),
    (
        Ignore,
        1,
        "extendedprice extprice extendedcost extcost totalprice totalcost priceextended priceext linetotal linecost lineprice subtotal total totals sum totalunitprice \
         ext extended extamount extendedamount lineamount amounttotal totalamount totalvalue extvalue pricextd gesamtsumme gesamtbetrag \
         suppliersubtotal price2 gesamtpreis summe prixtotal preciototal importe 小计 总价 金额 合计 总额 金額 小計 合計 pricebom bomprice",
    ),
];

/// A title without case, spaces, punctuation and accents; `whole` keeps what is in brackets.
pub(in crate::import) fn key(title: &str) -> String {
    let bare = title.split(['[', '(', '（', '【']).next().unwrap_or(title);
    let bare = if bare.chars().any(char::is_alphanumeric) { bare } else { title };
    let key = whole_key(bare);
    match (key.as_str(), bare.contains(['#', '№'])) {
        ("", true) => "number".to_owned(),
        _ => key,
    }
}

/// The key of a title with what is in its brackets.
pub(in crate::import) fn whole_key(title: &str) -> String {
    let letters =
        title.chars().filter(|letter| letter.is_alphanumeric() || *letter == 'ー').flat_map(char::to_lowercase);
    let mut out = String::new();
    for letter in letters {
        match folded(letter) {
            Some(plain) => out.push_str(plain),
            None => out.push(letter),
        }
    }
    out
}

/// Letters with accents as plain ones.
fn folded(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'ç' => "c",
        'ñ' => "n",
        'ß' => "ss",
        // Traditional characters as simplified ones.
        '號' => "号",
        '項' => "项",
        '規' => "规",
        '製' => "制",
        '廠' => "厂",
        '庫' => "库",
        '單' => "单",
        '價' => "价",
        '編' => "编",
        '碼' => "码",
        '參' => "参",
        '數' => "数",
        '裝' => "装",
        '標' => "标",
        '稱' => "称",
        '應' => "应",
        '備' => "备",
        '選' => "选",
        '層' => "层",
        '級' => "级",
        '貨' => "货",
        '圖' => "图",
        '紙' => "纸",
        '檔' => "档",
        _ => return None,
    })
}

static MEANINGS: LazyLock<HashMap<String, Vec<Meaning>>> = LazyLock::new(|| {
    let mut all: HashMap<String, Vec<Meaning>> = HashMap::new();
    for (column, rank, keys) in TITLES {
        for key in keys.split_whitespace() {
            all.entry(whole_key(key)).or_default().push(Meaning { column: *column, rank: *rank });
        }
    }
    all
});

/// The meanings that a key can have.
pub(in crate::import) fn meanings(key: &str) -> &'static [Meaning] {
    MEANINGS.get(key).map_or(&[], Vec::as_slice)
}

/// `DNP Refs` and `Qty DNP`: which of the row's places, or how many of its pieces, are not fitted.
pub(super) fn of_not_fitted(key: &str) -> Option<Meaning> {
    let is = |part: &str, wanted: ListColumn| meanings(part).iter().any(|one| one.column == wanted && one.rank <= 1);
    let halves = key.char_indices().skip(1).filter_map(|(at, _)| key.split_at_checked(at));
    let both = halves.flat_map(|(one, other)| [(one, other), (other, one)]);
    let counts = |text: &str| is(text, Quantity) || matches!(text, "count" | "number" | "pcs");
    both.filter(|(mark, _)| mark.len() > 2 && is(mark, NotFitted)).find_map(|(_, what)| {
        let column = if is(what, Reference) { NotFittedPlaces } else { NotFittedCount };
        (column == NotFittedPlaces || counts(what)).then_some(Meaning { column, rank: 0 })
    })
}
